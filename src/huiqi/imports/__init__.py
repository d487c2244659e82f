"""A flow: sheets into the register. A file is read by the rulebook's reader, matched with the register, shown, and brought in or taken back."""
