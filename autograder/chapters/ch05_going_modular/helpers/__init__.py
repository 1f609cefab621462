"""What the checks of chapter 05 share: inputs, right answers, comparisons."""
