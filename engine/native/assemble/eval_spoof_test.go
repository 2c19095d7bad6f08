package assemble_test

import (
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
// them, a source and a kind each, for the check and for each cue alone. The
// network saw NUAA's subjects 1 to 4, four fifths of the portraits, and the
// screens of three of the six sources; none of those are counted but with the
// word "fitted".
func TestEvalPassive(t *testing.T) {
	evaluation(t)
	a, check := faces(t), parts(t).Passive
	const both = "moiré and network"
	ways := map[string]func(cues map[string]float64, score float64) float64{
		both: func(_ map[string]float64, score float64) float64 { return score },
		"moiré alone": func(cues map[string]float64, _ float64) float64 {
			return reviewBelow + 1e-9 + passive.Standard.Moire - cues[passive.Moire]
		},
		"network alone": func(cues map[string]float64, _ float64) float64 {
			return reviewBelow + 1e-9 + passive.Standard.Copied - cues[passive.Copied]
		},
	}
	live, copies := map[string]report.Tally{}, map[string]report.Tally{}
	for way := range ways {
		live[way], copies[way] = report.Tally{}, report.Tally{}
	}
	under, over := report.Tally{}, report.Tally{} // at 0.80
	scores, wrong := report.Scores{}, &report.Errors{}
	judge := func(row string, isLive bool, img *image.RGBA) {
		r := judged(t, a, check, img)
		if r.Score == nil {
			for way := range ways {
				into := copies[way]
				if isLive {
					into = live[way]
				}
				into.At(row).Unjudged++
			}
			return
		}
		for way, score := range ways {
			s := score(r.Cues, *r.Score)
			if isLive {
				live[way].At(row).Count(s < reviewBelow-1e-6)
			} else {
				copies[way].At(row).Count(s >= reviewBelow-1e-6)
			}
		}
		if isLive == (*r.Score < reviewBelow) {
			wrong.Add(fmt.Sprintf("%s: %.2f, %v", row, *r.Score, r.Cues), img)
		}
		source := row[:strings.LastIndex(row, ", ")]
		scores.Add(source, *r.Score, isLive)
		if isLive {
			under.At(row).Count(*r.Score < rejectBelow)
		} else {
			over.At(row).Count(*r.Score >= rejectBelow)
		}
	}
	for _, row := range manifest(t, "liveness") {
		kind := row["truth"]
		if kind != "live" && !strings.HasPrefix(kind, "spoof") {
			continue
		}
		source, rest, _ := strings.Cut(row["file"], "__")
		if source == "nuaa" {
			source = nuaa(strings.Split(rest, "__")[1])
		}
		img, _ := anyPicture(t, "liveness", row["file"])
		judge(source+", "+kind, kind == "live", img)
	}
	for i, row := range manifest(t, "train", "spoof") {
		if i%3 == 0 {
			img, _ := anyPicture(t, "train", "spoof", row["file"])
			judge("train/spoof, "+nuaa(path.Base(row["file"])[:4])+", "+row["label"], row["label"] == "live", img)
		}
	}
	screens := heldScreens(t)
	n := 0
	for _, row := range manifest(t, "train", "faces") {
		if !strings.HasPrefix(row["file"], "portrait/") || !strings.HasSuffix(row["file"], "0.jpg") {
			continue // every tenth, among the fifth that was held back
		}
		img, _ := anyPicture(t, "train", "faces", row["file"])
		judge("portraits, professional", true, img)
		judge("portraits, under photographed screens' texture", false, textured(img, screens[n%len(screens)]))
		n++
	}
	out := report.New("liveness-passive", "Passive liveness")
	for _, way := range slices.Sorted(maps.Keys(ways)) {
		live[way].Table(out, fmt.Sprintf("%s, limit %.2f: live pictures below (BPCER)", way, reviewBelow), "below")
		copies[way].Table(out, fmt.Sprintf("%s, limit %.2f: copies that pass (APCER)", way, reviewBelow), "pass")
	}
	scores.DET(out, "det", "Passive liveness: copies accepted, live people refused")
	under.Table(out, "Both, limit 0.80: live pictures below (BPCER)", "below")
	over.Table(out, "Both, limit 0.80: copies that pass (APCER)", "pass")
	if err := errors.Join(out.Close(), out.Errors(wrong)); err != nil {
		t.Fatal(err)
	}
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

// heldScreens are crops of photographed screens of the sources that the
// network did not see.
func heldScreens(t *testing.T) []*image.RGBA {
	t.Helper()
	var all []*image.RGBA
	for _, row := range manifest(t, "train", "recapture") {
		if name := path.Base(row["file"]); strings.HasPrefix(row["file"], "screen_crop/") && slices.Contains([]string{"is", "so", "ya"}, name[:2]) {
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
