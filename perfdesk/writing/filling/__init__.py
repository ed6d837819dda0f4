"""Templates filled by the recognition that reads them."""
