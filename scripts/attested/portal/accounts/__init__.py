"""Pages that account for the record: codebook with counts, data quality, agreement and coverage,
downloads, about, policy."""
