package flow

// Liveness is the room where the passive check is set for this desk's camera.
const Liveness Room = "liveness"

// Subject is what a take of a study shows.
type Subject string

// The subjects.
const (
	Person Subject = "person" // somebody at the desk
	Copy   Subject = "copy"   // a print or a screen that shows somebody
)

// The tasks there.
const (
	Study        Task = "study"   // has the passive check look at the Subject Name, who agreed
	KeepDoubt    Task = "doubt"   // puts the limits found in force
	UsualDoubt   Task = "undoubt" // puts the built-in ones in force
	DiscardStudy Task = "discard" // forgets what was seen
)
