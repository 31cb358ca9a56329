import TarArchive
import Testing
