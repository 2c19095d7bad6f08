package liveness

// Instruction is what a challenge tells the visitor at a moment.
type Instruction string

// The instructions.
const (
	ComeCloser Instruction = "COME_CLOSER"
	MoveBack   Instruction = "MOVE_BACK"
	HoldStill  Instruction = "HOLD_STILL"
	ShowFace   Instruction = "SHOW_FACE"
)

// State says whether a challenge goes on.
type State int

// The states.
const (
	Running State = iota
	Done
	TimedOut
)

// Step is what a challenge's protocol makes of one frame.
type Step struct {
	State       State
	Instruction Instruction
	Progress    float64 // 0..1
	// Target is where an approach wants the face: the distance of the pupils
	// over the shorter side of the picture. 0: nowhere.
	Target float64
	// Look is the corner where the mark is, as the visitor sees it; empty:
	// there is no mark.
	Look Assertion
	// Colour is what the screen is to show around the face: red, green and
	// blue, 0..1, linear. Nil: its usual colours.
	Colour *[3]float64
}
