"""The status log: what an event may say, lines → events, what may be recorded, which events count."""
