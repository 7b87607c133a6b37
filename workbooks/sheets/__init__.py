"""How an answer workbook is laid out. Its words are a file format, the same in every language of the portal: what one
person downloads, another with another language fills in and sends back."""
