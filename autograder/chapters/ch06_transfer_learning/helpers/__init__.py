"""What the checks of chapter 06 share: inputs, right answers, comparisons."""
