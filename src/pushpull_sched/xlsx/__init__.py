"""Excel files as bytes: what the packages that write workbooks share."""
