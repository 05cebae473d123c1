"""What every layer may use: language, texts, numbers, dates, money, errors, settings, paths."""
