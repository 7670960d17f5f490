"""Where goods come from: names, hidden codes, labels, files of lots and of sensors. Nothing here knows Brownie."""
