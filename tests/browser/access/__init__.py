"""Pages for everybody: by keyboard, on a phone, in the dark, with a slow network, without scripts."""
