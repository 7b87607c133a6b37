"""What every workbook that comes in is put through: is it one, may it be opened, what do its cells hold."""
