"""Django's PostgreSQL backend with pooled connections and a cheaper health check."""
