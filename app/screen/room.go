package screen

import (
	"errors"
	"time"

	"portico/app/gauge"
	"portico/app/palette"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// Room is what one of the staff's rooms shows: the part that is the room's.
// None of it is personal data.
type Room struct {
	Delivery *Delivery
	Cameras  *Cameras
	Rules    *Rules
	Looks    *Looks
	Liveness *Liveness
	Privacy  *Privacy
	Facts    []Fact // diagnostics
	File     string // where the diagnostics were exported to
	Figures  *Figures
}

// Delivery is how the deliveries stand.
type Delivery struct {
	Pending, Dead, Late    int
	Delivered              int       // since the kiosk started
	Disagreed              []string  // the keys of customers whom a backend judges otherwise
	Unavailable            bool      // a backend takes nothing now
	LastSuccess            time.Time // zero where there was none since the kiosk started
	Owed                   []Owed    // the oldest first
	WarnAfter, ErasedAfter time.Duration
}

// Owed is one delivery.
type Owed struct {
	Receiver string // name of the backend
	Key      string // beginning of the customer's random identifier
	Since    time.Time
	Next     time.Time // no earlier try; zero where it was given up
	Attempts int
	Dead     bool
	Late     bool
	Reason   string // why the last try failed, as the backend or the network says
	Progress string // how far it came
}

// Cameras are those of the machine, and who serves for what.
type Cameras struct {
	Found    []Camera
	Chosen   string // identity of the lens's; empty means the best found
	Fixed    bool   // a recording plays: there is nothing to choose
	Limits   []Limit
	Proposed bool // Limits have proposals that can be kept
}

// Camera is a camera that is plugged in.
type Camera struct {
	ID, Name string
	Virtual  bool // its pictures come from a program
	Allowed  bool
}

// Limit is one of guidance's limits for this desk. 0 means as usual.
type Limit struct {
	Name          string
	Now, Proposed float64
}

// Limits lists those that calibration proposes for a lens, by the end of their
// key; proposed may be nil.
func Limits(document bool, now guidance.Limits, proposed *guidance.Limits) []Limit {
	of := func(l guidance.Limits) []Limit {
		if document {
			d := l.Document
			return []Limit{{Name: "sharpness", Now: d.Sharpness}, {Name: "dark", Now: d.Dark}, {Name: "speed", Now: d.Speed}}
		}
		return []Limit{{Name: "sharpness", Now: l.Face.Sharpness}, {Name: "contrast", Now: l.Face.Contrast}}
	}
	all := of(now)
	if proposed != nil {
		for i, l := range of(*proposed) {
			all[i].Proposed = l.Now
		}
	}
	return all
}

// Rules are by what is decided.
type Rules struct {
	Version    string
	Digest     string // SHA-256 of the file, its beginning
	Standard   bool   // they are the built-in ones
	Rules      []Rule
	Challenges []liveness.Kind
	Count      int  // of them that each visitor meets
	Fixed      bool // a recording plays: nobody in it can be asked for others

	GuardianAge int // in years, below which a colleague decides; 0: nobody is too young
}

// Rule judges one factor.
type Rule struct {
	trust.Rule
	When string // of what documents it requires its factor: trust.Always, trust.WithMRZ or none
}

// Brand is an operator's own look. It is not changed after it was published.
type Brand struct {
	Colours palette.Colours
	Logo    *Logo // nil: our mark
}

// ErrLogo says that a file is no picture that a logo can be.
var ErrLogo = errors.New("is no picture for a logo: SVG or PNG, of at most 1 MB")

// Logo is a picture, SVG or PNG by the end of its name.
type Logo struct {
	Name string
	Data []byte
}

// Looks is what an operator can change of how the kiosk looks and sounds.
type Looks struct {
	Colours palette.Colours // as tried: every role
	Tried   bool            // and not in force
	Own     bool            // in force are others than ours
	Words   []Words         // of the language spoken
	Logos   []string        // files on what is plugged in
	Logo    bool            // one of theirs is in force
	Volume  int             // of the cues, in per cent
}

// Words are what a key says.
type Words struct {
	Key, Text string
	Own       bool // not ours
}

// Privacy is what is kept here and how long, and what could be read outside of
// the store.
type Privacy struct {
	Lifetimes []Lifetime
	Kept      int // onboardings that lie here now
	Owed      int // deliveries of them that were not made yet
	Facts     []Fact
}

// Lifetime is how long one kind of data is kept.
type Lifetime struct {
	Name             string
	For, Usual, Unit time.Duration // Unit: what is typed is so many of it
}

// ErrPromised says that visitors whose data lie here agreed to less.
var ErrPromised = errors.New("visitors whose data are kept here were told a shorter time")

// Grade says whether a fact needs somebody.
type Grade int

// The grades.
const (
	Plain Grade = iota
	Fine
	Attention
)

// Fact is one line of the diagnostics: the end of its name's key, and a value
// that is the same in every language or the end of a key itself.
type Fact struct {
	Name, Value string
	Word        bool // Value is the end of a key
	Grade       Grade
	At          time.Time // when, where it is an event
}

// Figures are what became of visitors, by day, the newest first.
type Figures struct {
	Days    []Day
	Retakes []Retake // the most frequent first
	Whole   bool     // false: the trail they come from is damaged, they end where it is
}

// Day is one day's visitors.
type Day struct {
	Date                time.Time // its beginning, here
	Begun               int
	Accepted, Reviewed  int
	Rejected, Abandoned int
	Median              time.Duration // from consent to decision; 0 where nobody came so far
}

// Retake is how often something was taken again for a reason.
type Retake struct {
	Reason string
	N      int
}

// Gauge is how the camera in use does.
type Gauge struct{ gauge.Reading }
