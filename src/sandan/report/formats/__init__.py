"""A document as a page, a PDF, an HWPX file or a data package."""
