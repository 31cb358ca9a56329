import ColorProfiles
import Testing
