"""From the documents to the plan: references, due phrases, codes. Everything wrong is gathered."""
