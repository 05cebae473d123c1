# The two commands of README; on Windows and macOS call installer/environment.py the same way.
PYTHON ?= python3.11

start:  ## set everything up and open the window on the sample workspace (without a screen: run the sample journey)
	$(PYTHON) installer/environment.py start

test:  ## set everything up and run every check
	$(PYTHON) installer/environment.py test

.PHONY: start test
