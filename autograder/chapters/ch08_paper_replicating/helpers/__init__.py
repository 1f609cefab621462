"""What the checks of chapter 08 share: inputs, right answers, comparisons."""
