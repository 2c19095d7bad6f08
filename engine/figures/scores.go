package figures

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Scores are what a program answered and whether it should have said yes, by
// the name of their curve: a source or a kind, never all of them together.
// They become a plot of a section. The zero value of a map, made, is ready.
type Scores map[string][]Score

// Score is one answer: the more, the surer of yes. Minus infinity is that of
// what could not be judged and counts as no.
type Score struct {
	Value float64
	True  bool
}

// Add notes an answer.
func (s Scores) Add(curve string, value float64, isTrue bool) {
	s[curve] = append(s[curve], Score{value, isTrue})
}

// DET adds a plot of the errors of both kinds at every limit: how often a
// false one reaches it, and how often a true one does not. A curve without
// answers of both kinds is left out; where all are, the section says so.
func (s Scores) DET(section *Section, name, title string) {
	drawn := Scores{}
	for curve, scores := range s {
		isTrue := func(s Score) bool { return s.True }
		isFalse := func(s Score) bool { return !s.True }
		if slices.ContainsFunc(scores, isTrue) && slices.ContainsFunc(scores, isFalse) {
			drawn[curve] = scores
		}
	}
	if len(drawn) == 0 {
		section.Say("%s: no plot, for all answers are of one kind.", title)
		return
	}
	drawn.plot(section, name, title, "det")
}

// Calibration adds a plot of how often yes was right against how sure the
// program said it was; values are probabilities, 0..1.
func (s Scores) Calibration(section *Section, name, title string) {
	s.plot(section, name, title, "calibration")
}

// plot links the picture SECTION-NAME.svg that app/figures will draw, and
// leaves its numbers to SECTION-NAME.KIND.tsv: title, then curve, value and 1
// or 0.
func (s Scores) plot(section *Section, name, title, kind string) {
	name = section.name + "-" + name
	fmt.Fprintf(&section.text, "\n![%s](images/figures/%s.svg)\n", title, name)
	var table strings.Builder
	fmt.Fprintf(&table, "# %s\n", title)
	for _, curve := range slices.Sorted(maps.Keys(s)) {
		for _, score := range s[curve] {
			right := 0
			if score.True {
				right = 1
			}
			fmt.Fprintf(&table, "%s\t%.6g\t%d\n", curve, score.Value, right)
		}
	}
	section.files[name+"."+kind+".tsv"] = table.String()
}
