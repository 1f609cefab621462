"""What the checks of chapter 09 share: inputs, right answers, comparisons."""
