package flow

// Scheme is the set of colours of all screens.
type Scheme string

// The schemes. The zero value is the usual one, which is light.
const (
	Usual    Scheme = ""
	Dark     Scheme = "dark"
	Contrast Scheme = "contrast" // the highest contrast there is
)

// Schemes returns every scheme.
func Schemes() []Scheme { return []Scheme{Usual, Dark, Contrast} }

// Look is how a visitor wants the screens to look. It goes with the visitor.
type Look struct {
	Scheme Scheme
	Larger int // by how many per cent text is larger than usual; 0 to MostLarger
}

// MostLarger is text of twice the usual size.
const MostLarger = 100

// Enlargements are those a visitor can choose from, in per cent.
func Enlargements() []int { return []int{0, 25, 50, MostLarger} }

// Text returns the size of text over the usual, 1 to 2.
func (l Look) Text() float32 { return 1 + float32(min(max(l.Larger, 0), MostLarger))/100 }
