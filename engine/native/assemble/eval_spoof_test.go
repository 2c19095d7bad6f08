package assemble_test

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"portico/engine/face"
	report "portico/engine/figures"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/passive"
)

// TestEvalPassive counts live pictures below the limits and copies at or above
// them, a source and a kind each: the built-in limits, and those of cameras of
// which there are enough pictures to calibrate on. How well each cue tells the
// two apart whatever its limit stands beside. The network saw NUAA's subjects 1
// to 4, four fifths of the portraits, and the screens of three of the six
// sources; none of those are counted but with the word "fitted".
func TestEvalPassive(t *testing.T) {
	evaluation(t)
	b := &passiveBench{t: t, faces: faces(t), check: parts(t).Passive, wrong: &report.Errors{}}
	b.outside()
	takes := b.recaptured()
	portraits := b.portraits()
	out := report.New("liveness-passive", "Passive liveness")
	for _, limit := range []float64{rejectBelow, reviewBelow} {
		live, copies := b.tallies(limit)
		live.Table(out, fmt.Sprintf("Both, limit %.2f: live pictures below (BPCER)", limit), "below")
		copies.Table(out, fmt.Sprintf("Both, limit %.2f: copies that pass (APCER)", limit), "pass")
	}
	b.order(out)
	b.scores().DET(out, "det", "Passive liveness: copies accepted, live people refused")
	out.Table(fmt.Sprintf("Limits of the camera, by which %.0f %% of the living may be doubted: each person, or half of the portraits, by limits from the others", 100*mostDoubted), "pictures", "live below", "copies that pass")
	nuaa := calibrated(t, out, "train/spoof, NUAA 5–7", takes)
	calibrated(t, out, "portraits and screens' texture", portraits)
	live, copies := b.under(nuaa, "NUAA 5–7")
	out.Row("NUAA 5–7, by limits from their pictures of train/spoof", live, copies)
	if err := errors.Join(out.Close(), out.Errors(b.wrong)); err != nil {
		t.Fatal(err)
	}
}

const (
	copyWithout = "portraits, under photographed things' texture, no copies" // the laying of a texture alone
	mostDoubted = .1
)

// judgement is what the check made of one picture; cues are nil where it made
// nothing.
type judgement struct {
	source, kind string
	live         bool
	cues         map[string]float64
}

// row names the judgement's pictures in a table.
func (j judgement) row() string { return j.source + ", " + j.kind }

// passiveBench collects judgements.
type passiveBench struct {
	t     *testing.T
	faces *face.Analyzer
	check *passive.Check
	all   []judgement
	wrong *report.Errors
}

// judge adds what the check makes of a picture and returns it.
func (b *passiveBench) judge(source, kind string, live bool, img *image.RGBA) map[string]float64 {
	r := judged(b.t, b.faces, b.check, img)
	j := judgement{source: source, kind: kind, live: live}
	if r.Score != nil {
		j.cues = r.Cues
		if live == (*r.Score < reviewBelow) {
			b.wrong.Add(fmt.Sprintf("%s: %.2f, %v", j.row(), *r.Score, r.Cues), img)
		}
	}
	b.all = append(b.all, j)
	return j.cues
}

// outside judges the pictures of data/liveness and the contract's samples.
func (b *passiveBench) outside() {
	for _, row := range manifest(b.t, "liveness") {
		kind := row["truth"]
		if kind != "live" && !strings.HasPrefix(kind, "spoof") {
			continue
		}
		source, rest, _ := strings.Cut(row["file"], "__")
		if source == "nuaa" {
			source = nuaa(strings.Split(rest, "__")[1])
		}
		img, _ := anyPicture(b.t, "liveness", row["file"])
		b.judge(source, kind, kind == "live", img)
	}
	for _, file := range pictures(b.t, "dis/faces") {
		img, _ := anyPicture(b.t, "dis", "faces", file)
		b.judge("data/dis, faces", "live", true, img)
	}
}

// recaptured judges every third of NUAA's other pictures and returns the takes
// of subjects 5 to 7, live and copied.
func (b *passiveBench) recaptured() [2]passive.Takes {
	takes := map[string][]map[string]float64{}
	for i, row := range manifest(b.t, "train", "spoof") {
		if i%3 != 0 {
			continue
		}
		img, _ := anyPicture(b.t, "train", "spoof", row["file"])
		name, live := path.Base(row["file"]), row["label"] == "live"
		cues := b.judge("train/spoof, "+nuaa(name[:4]), row["label"], live, img)
		if cues != nil && !fitted(name) {
			take := row["label"] + name[:4]
			takes[take] = append(takes[take], cues)
		}
	}
	var all [2]passive.Takes
	for _, name := range slices.Sorted(maps.Keys(takes)) {
		kind := 0
		if !strings.HasPrefix(name, "live") {
			kind = 1
		}
		all[kind] = append(all[kind], takes[name])
	}
	return all
}

// portraits judges those that were held back, as they are and under texture,
// and returns both as two takes: what ends in 0, and what ends in 5.
func (b *passiveBench) portraits() (all [2]passive.Takes) {
	screens, things := texture(b.t, "screen_crop"), texture(b.t, "original_crop")
	for take, end := range []string{"0.jpg", "5.jpg"} {
		for kind := range all {
			all[kind] = append(all[kind], nil)
		}
		n := take // screens of even places for the one, of odd for the other
		for _, row := range manifest(b.t, "train", "faces") {
			if !strings.HasPrefix(row["file"], "portrait/") || !strings.HasSuffix(row["file"], end) {
				continue
			}
			source := "portraits"
			if take == 1 {
				source = "portraits, other half"
			}
			img, _ := anyPicture(b.t, "train", "faces", row["file"])
			screen := screens[n%(len(screens)/2*2)]
			for kind, cues := range []map[string]float64{
				b.judge(source, "professional", true, img), b.judge(source, "under photographed screens' texture", false, textured(img, screen)),
			} {
				if cues != nil {
					all[kind][take] = append(all[kind][take], cues)
				}
			}
			if take == 0 {
				b.judge("control", copyWithout, true, textured(img, things[n%len(things)]))
			}
			n += 2
		}
	}
	return all
}

// tallies count, at a limit of the score, live pictures below and copies that
// pass.
func (b *passiveBench) tallies(limit float64) (live, copies report.Tally) {
	live, copies = report.Tally{}, report.Tally{}
	for _, j := range b.all {
		into := copies
		if j.live {
			into = live
		}
		if j.cues == nil {
			into.At(j.row()).Unjudged++
			continue
		}
		into.At(j.row()).Count(j.live == (passive.Standard.Score(j.cues) < limit-1e-6))
	}
	return live, copies
}

// order adds how often the check, and each cue alone, ranks a live picture
// above a copy of the same source: a half is chance.
func (b *passiveBench) order(out *report.Section) {
	out.Table("Pairs of a live picture and a copy in the right order, whatever the limit; 0.5 is chance", "source", "pairs", "both", "moiré alone", "network alone")
	bySource := map[string][2][]map[string]float64{}
	for _, j := range b.all {
		if j.cues != nil && j.source != "control" {
			s, kind := bySource[j.source], 1
			if j.live {
				kind = 0
			}
			s[kind] = append(s[kind], j.cues)
			bySource[j.source] = s
		}
	}
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		s := bySource[source]
		if len(s[0]) == 0 || len(s[1]) == 0 {
			continue
		}
		ordered := func(doubt func(map[string]float64) float64) string {
			var right float64
			for _, live := range s[0] {
				for _, copied := range s[1] {
					right += (1 + float64(cmp.Compare(doubt(copied), doubt(live)))) / 2
				}
			}
			return fmt.Sprintf("%.3f", right/float64(len(s[0])*len(s[1])))
		}
		cue := func(name string) string {
			return ordered(func(cues map[string]float64) float64 { return cues[name] })
		}
		out.Row(source, len(s[0])*len(s[1]), ordered(func(cues map[string]float64) float64 { return -passive.Standard.Score(cues) }), cue(passive.Moire), cue(passive.Copied))
	}
}

// scores are those of each source.
func (b *passiveBench) scores() report.Scores {
	scores := report.Scores{}
	for _, j := range b.all {
		if j.cues != nil && j.source != "control" {
			scores.Add(j.source, passive.Standard.Score(j.cues), j.live)
		}
	}
	return scores
}

// calibrated adds the errors that a calibration on takes says it makes, and
// returns its limits.
func calibrated(t *testing.T, out *report.Section, what string, takes [2]passive.Takes) passive.Limits {
	t.Helper()
	limits, e, err := passive.Calibrate(takes[0], takes[1], mostDoubted)
	if err != nil {
		t.Fatal(err)
	}
	out.Row(what, report.Share{Hits: e.LiveDoubted, Of: e.Live}, report.Share{Hits: e.CopiesPassed, Of: e.Copies})
	return limits
}

// under counts the errors of limits on a source.
func (b *passiveBench) under(limits passive.Limits, source string) (live, copies report.Share) {
	for _, j := range b.all {
		switch {
		case j.source != source || j.cues == nil:
		case j.live:
			live.Count(limits.Score(j.cues) < reviewBelow-1e-6)
		default:
			copies.Count(limits.Score(j.cues) >= reviewBelow-1e-6)
		}
	}
	return live, copies
}

func judged(t *testing.T, a *face.Analyzer, check *passive.Check, img *image.RGBA) liveness.Result {
	t.Helper()
	found, err := a.Find(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		return liveness.Result{}
	}
	r, err := check.Evaluate(t.Context(), img, found[0])
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func nuaa(subject string) string {
	if subject < "0005" {
		return "NUAA 1–4, fitted"
	}
	return "NUAA 5–7"
}

// texture is the native crops of a folder, of the sources that the network did
// not see.
func texture(t *testing.T, folder string) (all []*image.RGBA) {
	t.Helper()
	for _, row := range manifest(t, "train", "recapture") {
		if name := path.Base(row["file"]); path.Dir(row["file"]) == folder && slices.Contains([]string{"is", "so", "ya"}, name[:2]) {
			img, _ := anyPicture(t, "train", "recapture", row["file"])
			all = append(all, img)
		}
	}
	return all
}

// textured lays the fine texture of a photographed screen over a portrait.
func textured(portrait, screen *image.RGBA) *image.RGBA {
	w, h := screen.Rect.Dx(), screen.Rect.Dy()
	broad := imaging.Resize(imaging.Resize(screen, w/12, h/12), w, h)
	out := image.NewRGBA(portrait.Rect)
	for y := range portrait.Rect.Dy() {
		for x := range portrait.Rect.Dx() {
			at, from := out.PixOffset(x, y), screen.PixOffset(x%w, y%h)
			for k := range 3 {
				ratio := float64(screen.Pix[from+k]) / (float64(broad.Pix[from+k]) + 8)
				out.Pix[at+k] = uint8(min(255, float64(portrait.Pix[at+k])*min(max(ratio, .4), 1.8)))
			}
			out.Pix[at+3] = 255
		}
	}
	return out
}
