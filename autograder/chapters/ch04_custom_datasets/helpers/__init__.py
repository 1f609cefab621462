"""What the checks of chapter 04 share: inputs, right answers, comparisons."""
