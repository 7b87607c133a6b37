"""What may be inside a file that is sent to us, kind by kind; `evidence_files.inspect` calls these."""
