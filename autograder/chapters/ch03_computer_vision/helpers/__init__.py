"""What the checks of chapter 03 share: inputs, right answers, comparisons."""
