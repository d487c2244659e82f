"""What every page is made of: layouts, elements, words in two languages, and the style sheet with its design tokens."""
