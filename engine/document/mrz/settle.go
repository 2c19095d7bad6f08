package mrz

import "slices"

// settle reads the lines of a candidate with both readers: as they were found,
// and those thoroughly that this leaves in doubt. It returns nil when the page
// has failed.
func (p *page) settle(c *candidate) *candidate {
	once := make([]testimony, len(c.run))
	beside(len(once), func(i int) { once[i] = p.hear(c.run[i], c.run[i].cells()) })
	heard := p.told(c, once)
	if heard == nil || heard.Valid && heard.worst < clearDoubt {
		return heard
	}
	beside(len(once), func(i int) {
		if !heard.Valid || slices.Max(heard.Doubt[i]) >= clearDoubt {
			once[i] = p.hear(p.settled(c.run[i]))
		}
	})
	return p.told(c, once)
}

// clearDoubt is the doubt below which a line need not be read more than once.
const clearDoubt = .01

// testimony is what both readers say of a line.
type testimony struct {
	trial
	glyphs, witness []cell
}

func (p *page) hear(t trial, glyphs []cell) testimony { return testimony{t, glyphs, p.testify(t)} }

// told is the candidate as both readers tell of its lines.
func (p *page) told(c *candidate, lines []testimony) *candidate {
	if p.err() != nil {
		return nil
	}
	heard := *c
	heard.run, heard.evidence = nil, evidence{}
	for _, l := range lines {
		heard.run = append(heard.run, l.trial)
		heard.evidence.glyphs = append(heard.evidence.glyphs, l.glyphs)
		heard.evidence.witness = append(heard.evidence.witness, l.witness)
	}
	d, ok := decode(heard.evidence)
	if !ok { // the first letter of the document's code makes another format of it
		return c
	}
	heard.Reading, heard.worst = *d.reading(), d.worst()
	heard.Zone = outline(heard.run)
	return &heard
}

// settled moves a line to the middle of the places where it can be read, for
// where it is first read may be the edge of them. It returns the line there,
// and the log-probabilities of each character, averaged over those places and
// over the line a little to the left and right, turned, taller and lower.
func (p *page) settled(t trial) (trial, []cell) {
	n := len(t.at)
	u, v := axes(t.left, t.right)
	k, _ := t.pixel()
	cuts := []trial{t}
	var readable [2][]trial // below and above
	beside(2, func(side int) {
		for i := range settleSteps {
			c := p.try(t.shift(v, float64(1-2*side)*float64(i+1)*settleStep*k), n)
			if c.score < t.score-worseCut {
				break
			}
			readable[side] = append(readable[side], c)
		}
	})
	cuts = append(cuts, slices.Concat(readable[0], readable[1])...)
	if d := len(readable[0]) - len(readable[1]); d != 0 {
		if c := p.try(t.shift(v, float64(d)/2*settleStep*k), n); c.score >= t.score-worseCut {
			t = c
		}
	}
	var fits []fit
	for _, c := range []struct{ along, turn, tall float64 }{{.5, 0, 1}, {-.5, 0, 1}, {0, 1, 1}, {0, -1, 1}, {0, 0, 1.08}, {0, 0, .93}} {
		f := t.shift(u, c.along*k)
		f.left, f.right = along(f.left, v, c.turn*k), along(f.right, v, -c.turn*k)
		f.tall *= c.tall
		fits = append(fits, f)
	}
	for _, c := range p.tryAll(fits, n) {
		if c.score >= t.score-worseCut {
			cuts = append(cuts, c)
		}
	}
	return t, averaged(cuts)
}

const (
	settleStep  = 2  // of a strip's pixels, by which a line is followed up and down
	settleSteps = 2  // how many
	worseCut    = .1 // in score, what a cut may have less and still count as readable
)

// averaged is the mean of the characters' log-probabilities over readings of
// one line.
func averaged(cuts []trial) []cell {
	sum := make([]cell, len(cuts[0].at))
	for _, t := range cuts {
		for i, c := range t.cells() {
			for g, lp := range c {
				sum[i][g] += lp / float64(len(cuts))
			}
		}
	}
	return sum
}
