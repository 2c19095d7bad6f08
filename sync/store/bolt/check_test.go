package bolt_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"testing"

	"portico/sync/store/bolt"
)

var order = binary.NativeEndian

// layout of bbolt's pages, written down a second time on purpose.
const (
	branchPage = 1
	leafPage   = 2
	freePage   = 16
)

// page begins a page with its id, kind and number of elements.
func page(id uint64, kind, count uint16, content ...byte) []byte {
	p := order.AppendUint64(nil, id)
	p = order.AppendUint16(p, kind)
	p = order.AppendUint16(p, count)
	p = append(order.AppendUint32(p, 0), content...)
	return append(p, make([]byte, dbPage-len(p))...)
}

// words are 32-bit words in the machine's order.
func words(w ...uint32) (out []byte) {
	for _, v := range w {
		out = order.AppendUint32(out, v)
	}
	return out
}

// boltFile is a record file with page 2 as its root, page 3 as its freelist
// where free says so, and the pages given from 2 on.
func boltFile(free bool, pages ...[]byte) []byte {
	list := ^uint64(0)
	if free {
		list = 3
	}
	meta := words(0xED0CDAED, 2, dbPage, 0)
	for _, v := range []uint64{2, 0, list, uint64(2 + len(pages)), 1} {
		meta = order.AppendUint64(meta, v)
	}
	sum := fnv.New64a()
	sum.Write(meta)
	meta = order.AppendUint64(meta, sum.Sum64())
	return bytes.Join(append([][]byte{page(0, 4, 0, meta...), page(1, 4, 0, meta...)}, pages...), nil)
}

// Every way for a page to lie is damage, not a fault in bbolt.
func TestPagesThatLieAreDamage(t *testing.T) {
	empty := page(3, leafPage, 0)
	child := func(n uint32) []byte { return words(0, 1, n, 0) }
	var many []byte
	leaves := [][]byte{nil}
	for n := range uint32(255) {
		many = append(many, child(3+n)...)
		leaves = append(leaves, page(uint64(3+n), leafPage, 0))
	}
	leaves[0] = page(2, branchPage, 256, many...)
	for name, c := range map[string]struct {
		file  []byte
		sound bool
	}{
		"an empty leaf":                    {boltFile(false, page(2, leafPage, 0)), true},
		"a branch with an empty leaf":      {boltFile(false, page(2, branchPage, 1, child(3)...), empty), true},
		"a freelist of nothing":            {boltFile(true, page(2, leafPage, 0), page(3, freePage, 0)), true},
		"a freelist with its count inside": {boltFile(true, page(2, leafPage, 0), page(3, freePage, 0xFFFF, words(1, 0, 4, 0)...), empty), true},
		"a leaf as freelist":               {boltFile(true, page(2, leafPage, 0), empty), false},
		"a freelist longer than its page":  {boltFile(true, page(2, leafPage, 0), page(3, freePage, 0xFFFF, words(1<<20, 0)...)), false},
		"a free page past the end":         {boltFile(true, page(2, leafPage, 0), page(3, freePage, 1, words(9, 0)...)), false},
		"a freelist that is not there":     {boltFile(true, page(2, leafPage, 0)), false},
		"a branch without elements":        {boltFile(false, page(2, branchPage, 0)), false},
		"a branch without a key":           {boltFile(false, page(2, branchPage, 1, words(0, 0, 3, 0)...), empty), false},
		"a branch with more than its page": {boltFile(false, leaves...), false},
		"a branch to a meta page":          {boltFile(false, page(2, branchPage, 1, child(1)...)), false},
		"a branch to itself":               {boltFile(false, page(2, branchPage, 1, child(2)...)), false},
		"a page of another number":         {boltFile(false, page(7, leafPage, 0)), false},
		"a page of another kind":           {boltFile(false, page(2, 8, 0)), false},
		"a leaf with more than its page":   {boltFile(false, page(2, leafPage, 300, bytes.Repeat(words(0, 0, 1, 0), 255)...)), false},
		"a key past its page":              {boltFile(false, page(2, leafPage, 1, words(0, 5000, 1, 0)...)), false},
		"a bucket of eight bytes":          {boltFile(false, page(2, leafPage, 1, words(1, 16, 1, 8)...)), false},
		"a bucket inside that is no leaf":  {boltFile(false, page(2, leafPage, 1, words(1, 16, 1, 40)...)), false},
	} {
		err := bolt.CheckBolt(bytes.NewReader(c.file), uint64(len(c.file)))
		if (err == nil) != c.sound || err != nil && !errors.Is(err, bolt.ErrDamaged) {
			t.Errorf("%s: %v, sound %v", name, err, c.sound)
		}
	}
}
