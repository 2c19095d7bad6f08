package crashtest_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/liveness"
	"portico/sync/disserver/servertest"
)

// step is one thing that happens to an onboarding; each is acknowledged by a
// line of the child.
type step struct {
	name string
	do   func(c *customer.Customer)
}

// plan is what happens to the customer of an id, in order: a random
// onboarding, the same whenever it is asked for. Its findings are made up
// beforehand; its pictures are of that customer and place alone.
type plan struct {
	id    string
	steps []step
	// What a complete delivery consists of.
	selfie   []byte
	pages    map[document.Side][]byte
	liveness [][]byte
}

// chance is random in the way of one id.
func chance(id string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return rand.New(rand.NewPCG(h.Sum64(), 1))
}

// pictures are the JPEGs that the backend's recognisers know.
type pictures map[servertest.Picture][]byte

var used = []servertest.Picture{servertest.Front, servertest.Back, servertest.Holder, servertest.Smiling}

func writePictures(t *testing.T, dir string) {
	t.Helper()
	for _, p := range used {
		if err := os.WriteFile(filepath.Join(dir, string(p)), servertest.JPEG(t, p), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func readPictures(dir string) (pictures, error) {
	all := pictures{}
	for _, p := range used {
		data, err := os.ReadFile(filepath.Join(dir, string(p)))
		if err != nil {
			return nil, err
		}
		all[p] = data
	}
	return all, nil
}

// of returns the picture p with a comment in it that says whose it is, and up
// to 100 kB of weight.
func (p pictures) of(what servertest.Picture, id, place string, r *rand.Rand) []byte {
	text := fmt.Appendf(nil, "%s %s %0*d", id, place, r.IntN(60_000), 0)
	jpeg := p[what]
	out := append([]byte{}, jpeg[:2]...)
	out = append(out, 0xff, 0xfe, byte((len(text)+2)>>8), byte(len(text)+2))
	return append(append(out, text...), jpeg[2:]...)
}

func planOf(id string, from pictures) *plan {
	r := chance(id)
	p := &plan{id: id, pages: map[document.Side][]byte{}}
	add := func(name string, do func(*customer.Customer)) { p.steps = append(p.steps, step{name, do}) }
	add("begin", func(c *customer.Customer) {
		c.Consents = []customer.Consent{{Purpose: "onboarding", Text: "1", Language: "en", Given: c.Created}}
	})
	for i, side := range []document.Side{document.Front, document.Back}[:1+r.IntN(2)] {
		if r.IntN(5) == 0 {
			jpeg := from.of(used[i], id, "blurred "+string(side), r)
			add("blurred "+string(side), page(side, jpeg))
		}
		jpeg := from.of(used[i], id, string(side), r)
		p.pages[side] = jpeg
		add(string(side), page(side, jpeg))
	}
	p.selfie = from.of(servertest.Holder, id, "selfie", r)
	add("selfie", func(c *customer.Customer) { c.Selfie = &customer.Selfie{Image: c.Attach(p.selfie)} })
	for i := range r.IntN(4) {
		shot, says := servertest.Holder, liveness.Neutral
		if i%2 == 1 {
			shot, says = servertest.Smiling, liveness.Smiling
		}
		jpeg := from.of(shot, id, fmt.Sprint("liveness ", i), r)
		p.liveness = append(p.liveness, jpeg)
		add(fmt.Sprint("liveness ", i), func(c *customer.Customer) {
			if c.Liveness == nil {
				c.Liveness = &customer.Liveness{Results: map[liveness.Kind]liveness.Result{}}
			}
			c.Liveness.Selfies = append(c.Liveness.Selfies, customer.LivenessSelfie{Assertion: says, Image: c.Attach(jpeg)})
		})
	}
	if len(p.liveness) > 1 {
		add("evaluate", func(c *customer.Customer) {
			score := .9
			c.Liveness.Results[liveness.Smile] = liveness.Result{Kind: liveness.Smile, Score: &score}
		})
	}
	add("finish", func(c *customer.Customer) { c.State = customer.Finished })
	return p
}

func page(side document.Side, jpeg []byte) func(*customer.Customer) {
	return func(c *customer.Customer) {
		if c.Document == nil {
			c.Document = &customer.Document{Pages: map[document.Side]*customer.Page{}}
		}
		photo := c.Attach(jpeg)
		c.Document.Pages[side] = &customer.Page{Page: document.Page{Side: side}, Photo: photo, Normalized: c.Attach(jpeg[:100])}
	}
}

// images are the pictures of a customer that a delivery is about.
type images struct {
	selfie   string
	pages    map[document.Side]string
	liveness []string
}

// after returns the pictures there are once n steps are done.
func (p *plan) after(ctx context.Context, n int) images {
	c := customer.New(p.id, time.Time{})
	for _, s := range p.steps[:n] {
		s.do(c)
	}
	got, _ := imagesOf(c, func(b customer.Blob) ([]byte, error) { return c.Pending()[b], ctx.Err() })
	return got
}

// imagesOf reads the pictures that c names.
func imagesOf(c *customer.Customer, blob func(customer.Blob) ([]byte, error)) (images, error) {
	got := images{pages: map[document.Side]string{}}
	var failed error
	read := func(b customer.Blob) string {
		data, err := blob(b)
		if err != nil {
			failed = fmt.Errorf("picture %s: %w", b, err)
		}
		return string(data)
	}
	if c.Selfie != nil {
		got.selfie = read(c.Selfie.Image)
	}
	if c.Document != nil {
		for side, page := range c.Document.Pages {
			got.pages[side] = read(page.Photo)
		}
	}
	if c.Liveness != nil {
		for _, s := range c.Liveness.Selfies {
			got.liveness = append(got.liveness, read(s.Image))
		}
	}
	return got, failed
}
