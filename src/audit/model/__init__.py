"""The plain frozen types that all other rooms speak in; standard library only."""
