"""Keys of States: certificates, revocation lists, master lists, and where trust comes from (Doc 9303-12). Pure."""
