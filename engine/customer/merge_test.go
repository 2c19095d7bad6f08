package customer_test

import (
	"errors"
	"testing"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/liveness"
)

// Two requests read one customer; theirs is saved first.
func TestMerge(t *testing.T) {
	selfie := func(data string) func(*customer.Customer) {
		return func(c *customer.Customer) { c.Selfie = &customer.Selfie{Image: c.Attach([]byte(data))} }
	}
	picture := func(data string) func(*customer.Customer) {
		return func(c *customer.Customer) {
			c.Liveness.Selfies = append(c.Liveness.Selfies, customer.LivenessSelfie{Assertion: liveness.None, Image: c.Attach([]byte(data))})
		}
	}
	page := func(data string) func(*customer.Customer) {
		return func(c *customer.Customer) {
			c.Document.Pages = map[document.Side]*customer.Page{document.Front: {Photo: c.Attach([]byte(data)), Normalized: c.Attach([]byte(data + ", cut out"))}}
		}
	}
	finish := func(c *customer.Customer) { c.State = customer.Finished }
	nothing := func(*customer.Customer) {}
	for name, c := range map[string]struct {
		theirs, mine func(*customer.Customer)
		conflict     bool
		pictures     []string // that the record names in the end
	}{
		"different branches":    {selfie("selfie"), page("front"), false, []string{"selfie", "front", "front, cut out"}},
		"a nonce each":          {func(c *customer.Customer) { c.Spend("theirs") }, func(c *customer.Customer) { c.Spend("mine") }, false, nil},
		"more than one blob":    {page("front"), picture("look"), false, []string{"front", "front, cut out", "look"}},
		"mine changed nothing":  {selfie("selfie"), nothing, false, []string{"selfie"}},
		"a branch erased":       {selfie("selfie"), func(c *customer.Customer) { c.Liveness = nil }, false, []string{"selfie"}},
		"theirs finished":       {finish, selfie("selfie"), false, []string{"selfie"}},
		"one branch":            {selfie("selfie"), selfie("another"), true, nil},
		"one branch, two looks": {picture("look"), picture("another"), true, nil},
		"a decision on less":    {selfie("selfie"), finish, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			first := customer.New(id, created)
			first.Liveness, first.Document = &customer.Liveness{}, &customer.Document{}
			theirs, mine := stored(t, first), stored(t, first)
			base, err := customer.Remember(mine)
			if err != nil {
				t.Fatal(err)
			}
			c.theirs(theirs)
			blobs := theirs.Pending()
			theirs.Saved()
			c.mine(mine)
			theirs = stored(t, theirs)
			err = base.Merge(mine, theirs)
			if c.conflict != errors.Is(err, customer.ErrConflict) || err != nil && !c.conflict {
				t.Fatalf("conflict %v, want %v", err, c.conflict)
			}
			if c.conflict {
				return
			}
			for name, data := range theirs.Pending() {
				if blobs[name] != nil {
					t.Errorf("%s names two pictures", name)
				}
				if blobs == nil {
					blobs = map[customer.Blob][]byte{}
				}
				blobs[name] = data
			}
			got := map[string]bool{}
			for _, b := range theirs.Blobs() {
				got[string(blobs[b])] = true
			}
			for _, want := range c.pictures {
				if !got[want] || len(got) != len(c.pictures) {
					t.Errorf("the record names %v, want %v", got, c.pictures)
				}
			}
		})
	}
}

// TestMergeKeepsNonces: what either request spent stays spent.
func TestMergeKeepsNonces(t *testing.T) {
	theirs, mine := customer.New(id, created), customer.New(id, created)
	base, err := customer.Remember(mine)
	if err != nil {
		t.Fatal(err)
	}
	theirs.Spend("theirs")
	mine.Spend("mine")
	if err := base.Merge(mine, theirs); err != nil {
		t.Fatal(err)
	}
	if theirs.Spend("theirs") || theirs.Spend("mine") {
		t.Error("a nonce can be spent again")
	}
}
