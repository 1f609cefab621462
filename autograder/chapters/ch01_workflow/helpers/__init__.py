"""What the checks of chapter 01 share: inputs, right answers, comparisons."""
