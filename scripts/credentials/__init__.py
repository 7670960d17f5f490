"""What issuers say of others: credentials, how they are signed and checked, and how a subject presents one."""
