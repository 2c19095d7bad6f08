package assemble_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"portico/assets/specimen"
	"portico/engine/document/documenttest"
	"portico/engine/enginetest"
	"portico/engine/imaging"
)

// photographed lays a straight card on a photographed background: turned by any
// angle, in perspective, over 35 to 75 % of the picture's width, a little out
// of focus, under a lamp that does not burn out what it shines on, lighter or
// darker, with sensor noise, as a JPEG. Equal seeds give equal pictures.
func photographed(t *testing.T, card *image.RGBA, backgrounds []string, seed uint64) *image.RGBA {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 0x636f6d70))
	between := func(low, high float64) float64 { return low + (high-low)*rnd.Float64() }
	img, _ := anyPicture(t, "train", "backgrounds", backgrounds[rnd.IntN(len(backgrounds))])
	img = imaging.Resize(img, 1600, 1200)
	width := between(.35, .75) * 1600
	q := documenttest.Place(1600, 1200, width, between(0, 2*math.Pi), 0)
	if b := q.Bounds(); b.Dx() > 1560 || b.Dy() > 1160 {
		q = documenttest.Place(1600, 1200, width, math.Pi*float64(rnd.IntN(2)), 0)
	}
	for i := range q {
		q[i].X += between(-.03, .03) * width
		q[i].Y += between(-.03, .03) * width
	}
	specimen.Project(img, documenttest.Blur(card, between(.1, .8)), q)
	img = documenttest.Blur(img, between(.1, 1.1))
	lamp := imaging.Point{X: between(.2, .8) * 1600, Y: between(.2, .8) * 1200}
	radius, light, gain := between(.1, .3)*width, between(0, 90), between(.55, 1.25)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			d := imaging.Dist(imaging.Point{X: float64(x), Y: float64(y)}, lamp) / radius
			more := light*math.Exp(-d*d) + 3*rnd.NormFloat64()
			c := img.RGBAAt(x, y)
			f := func(v uint8) uint8 { return uint8(min(max(float64(v)*gain+more, 0), 255)) }
			img.SetRGBA(x, y, color.RGBA{f(c.R), f(c.G), f(c.B), 255})
		}
	}
	data, err := imaging.EncodeJPEG(img, 60+rnd.IntN(35))
	if err != nil {
		t.Fatal(err)
	}
	img, err = imaging.Decode(data, imaging.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// straightSample cuts a sample card's side out by the corners a person clicked.
func straightSample(t *testing.T, img *image.RGBA, q imaging.Quad) *image.RGBA {
	t.Helper()
	card, err := imaging.Warp(img, q, 1014, 640)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// madeUp fills a card of Utopia with made-up data.
func madeUp(seed uint64) specimen.Card {
	rnd := rand.New(rand.NewPCG(seed, 0x706572))
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	date := func(from, span int) string {
		return fmt.Sprintf("%02d.%02d.%d", 1+rnd.IntN(28), 1+rnd.IntN(12), from+rnd.IntN(span))
	}
	return specimen.Card{
		GivenNames: pick("Anna Maria", "Lars", "Jean-Pierre", "Ewa", "Sofia Isabel", "Tom", "Nina", "Oliver James", "Marta", "Hugo"),
		Surname:    pick("Eriksson", "Kowalska", "Novak", "Martin", "Van der Berg", "Santos", "Rossi", "O'Neill", "Hofer", "Lindqvist"),
		Sex:        pick("M", "F"), Number: pick("D", "K", "X") + fmt.Sprintf("%08d", rnd.IntN(1e8)),
		Birth: date(1940, 65), Issue: date(2015, 11), Expiry: date(2026, 9),
		Address:    []string{fmt.Sprintf("%d %s", 1+rnd.IntN(99), pick("Island Road", "Harbour Street", "Mill Lane", "Castle Hill")), pick("Amaurot", "Zenith", "Lisbon", "Graz")},
		BirthPlace: pick("Zenith", "Vienna", "Porto", "Gdansk", "Oslo"),
		Portrait:   specimen.IDPhoto(specimen.Person{Seed: seed}),
	}
}

// backgroundFiles lists the photographed backgrounds that the network for cards
// was not trained on.
func backgroundFiles(t *testing.T) []string {
	t.Helper()
	root := enginetest.Data(t, "train", "backgrounds")
	var files []string
	for _, file := range heldBack(t) {
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	return files
}
