"""Excel workbooks and CSV files that people fill in → grids of cells → drafts, with every bad cell named."""
