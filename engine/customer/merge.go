package customer

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Base remembers a customer's branches as they were read: the selfie, the
// liveness and the document, which clients may write in parallel.
type Base struct {
	selfie, liveness, document, rest []byte
}

// Remember returns what a later Merge starts from.
func Remember(c *Customer) (Base, error) {
	var b Base
	others := *c
	others.Selfie, others.Liveness, others.Document = nil, nil, nil
	others.Version, others.LastBlob, others.Touched, others.Nonces = 0, 0, c.Created, nil
	for _, part := range []struct {
		to   *[]byte
		from any
	}{{&b.selfie, c.Selfie}, {&b.liveness, c.Liveness}, {&b.document, c.Document}, {&b.rest, &others}} {
		var err error
		if *part.to, err = json.Marshal(part.from); err != nil {
			return Base{}, fmt.Errorf("remember a customer: %w", err)
		}
	}
	return b, nil
}

// Merge carries the branches that mine changed since the base over to theirs,
// which another changed meanwhile and saved, together with mine's pending
// blobs and spent nonces. It fails with ErrConflict when both changed the same branch, or when
// mine changed anything else than its branches. Mine is used up.
func (b Base) Merge(mine, theirs *Customer) error {
	was, err := Remember(theirs)
	if err != nil {
		return err
	}
	is, err := Remember(mine)
	if err != nil {
		return err
	}
	if !bytes.Equal(is.rest, b.rest) {
		return ErrConflict
	}
	branches := []struct {
		base, mine, theirs []byte
		take               func()
	}{
		{b.selfie, is.selfie, was.selfie, func() { theirs.Selfie = mine.Selfie }},
		{b.liveness, is.liveness, was.liveness, func() { theirs.Liveness = mine.Liveness }},
		{b.document, is.document, was.document, func() { theirs.Document = mine.Document }},
	}
	for _, branch := range branches {
		if !bytes.Equal(branch.mine, branch.base) && !bytes.Equal(branch.theirs, branch.base) {
			return ErrConflict
		}
	}
	for _, nonce := range mine.Nonces {
		theirs.Spend(nonce)
	}
	mine.moveBlobs(theirs)
	for _, branch := range branches {
		if !bytes.Equal(branch.mine, branch.base) {
			branch.take()
		}
	}
	return nil
}

// moveBlobs attaches c's pending blobs to another, whose names for new blobs
// are c's too, and has c's record name them as the other does.
func (c *Customer) moveBlobs(to *Customer) {
	renamed := map[Blob]Blob{}
	for old, data := range c.pending {
		renamed[old] = to.Attach(data)
	}
	for _, b := range c.references() {
		if name, ok := renamed[*b]; ok {
			*b = name
		}
	}
}
