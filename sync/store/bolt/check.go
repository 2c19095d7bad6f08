package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"portico/sync/files"
)

// bbolt maps its file into memory and follows the offsets in it unchecked: a
// damaged file ends the process with a fault that no recover catches. So every
// offset is checked here, by reading, before bbolt sees the file. The layout
// is that of bbolt's internal/common/{meta,page}.go (version 2), in the
// machine's byte order.
const (
	boltMagic      = 0xED0CDAED
	boltVersion    = 2
	minPage        = 4 << 10
	maxPage        = 64 << 10 // the largest page of a machine that Linux runs on
	pageHeader     = 16       // id u64, flags u16, count u16, overflow u32
	branchElem     = 16       // pos u32, ksize u32, page u64
	leafElem       = 16       // flags u32, pos u32, ksize u32, vsize u32
	bucketHeader   = 16       // root page u64, sequence u64
	flagBranch     = 0x01
	flagLeaf       = 0x02
	flagFreelist   = 0x10
	leafIsBucket   = 0x01
	noFreelist     = ^uint64(0)
	countElsewhere = 0xFFFF // a freelist's count is its first element
)

var native = binary.NativeEndian

// boltMeta is what a meta page says.
type boltMeta struct {
	pageSize              uint64
	root, freelist, pages uint64
	txid                  uint64
}

type checker struct {
	file io.ReaderAt
	meta boltMeta
	seen []bool   // by page
	idle [][]byte // buffers of a page that are not in use
}

// checkFile fails with ErrDamaged unless bbolt can open the file and walk all
// of it without leaving it.
func checkFile(layer files.Layer, path string) error {
	f, err := layer.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	size, err := f.Size()
	if err == nil {
		err = checkBolt(f, uint64(size))
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("record file: %w", err)
	}
	return nil
}

func damaged(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, ErrDamaged)...)
}

func checkBolt(file io.ReaderAt, size uint64) error {
	m, err := readMeta(file, size)
	if err != nil {
		return err
	}
	if m.pages < 2 || m.pages > size/m.pageSize {
		return damaged("%d pages of %d bytes in a file of %d bytes", m.pages, m.pageSize, size)
	}
	c := checker{file: file, meta: m, seen: make([]bool, m.pages)}
	c.seen[0], c.seen[1] = true, true
	if m.freelist != noFreelist {
		if err := c.freelist(m.freelist); err != nil {
			return err
		}
	}
	return c.tree(m.root)
}

// readMeta returns the newer valid one of the two meta pages, as bbolt chooses.
func readMeta(file io.ReaderAt, size uint64) (best boltMeta, err error) {
	buf := make([]byte, pageHeader+64)
	for at := uint64(0); at+uint64(len(buf)) <= size && at <= maxPage; at = max(minPage, 2*at) {
		if _, err := file.ReadAt(buf, int64(at)); err != nil {
			return best, err
		}
		m, ok := parseMeta(buf[pageHeader:])
		fits := (at == 0 || at == m.pageSize) && (best.pageSize == 0 || best.pageSize == m.pageSize)
		if ok && fits && m.txid >= best.txid {
			best = m
		}
	}
	if best.pageSize == 0 {
		return best, damaged("no valid meta page")
	}
	return best, nil
}

func parseMeta(b []byte) (m boltMeta, ok bool) {
	sum := fnv.New64a()
	sum.Write(b[:56])
	m = boltMeta{
		pageSize: uint64(native.Uint32(b[8:])),
		root:     native.Uint64(b[16:]),
		freelist: native.Uint64(b[32:]),
		pages:    native.Uint64(b[40:]),
		txid:     native.Uint64(b[48:]),
	}
	ok = native.Uint32(b) == boltMagic && native.Uint32(b[4:]) == boltVersion &&
		native.Uint64(b[56:]) == sum.Sum64() &&
		m.pageSize >= minPage && m.pageSize <= maxPage && m.pageSize&(m.pageSize-1) == 0
	return m, ok
}

// use notes that a page is in use, or free: one of both, once.
func (c *checker) use(id uint64) error {
	if id >= c.meta.pages {
		return damaged("page %d of %d", id, c.meta.pages)
	}
	if c.seen[id] {
		return damaged("page %d is used twice, or free and used", id)
	}
	c.seen[id] = true
	return nil
}

// page reads one page with its overflow, once. done takes it back.
func (c *checker) page(id uint64) ([]byte, error) {
	if id < 2 || id >= c.meta.pages {
		return nil, damaged("page %d of %d", id, c.meta.pages)
	}
	at, data := int64(id*c.meta.pageSize), c.buffer()
	if _, err := c.file.ReadAt(data, at); err != nil {
		return nil, err
	}
	n := 1 + uint64(native.Uint32(data[12:]))
	if native.Uint64(data) != id || n > c.meta.pages-id {
		return nil, damaged("page %d says it is page %d with %d pages", id, native.Uint64(data), n)
	}
	for i := id; i < id+n; i++ {
		if err := c.use(i); err != nil {
			return nil, err
		}
	}
	if n == 1 {
		return data, nil
	}
	c.done(data)
	data = make([]byte, n*c.meta.pageSize)
	_, err := c.file.ReadAt(data, at)
	return data, err
}

func (c *checker) buffer() []byte {
	if last := len(c.idle) - 1; last >= 0 {
		data := c.idle[last]
		c.idle = c.idle[:last]
		return data
	}
	return make([]byte, c.meta.pageSize)
}

// done says that nobody looks at the data of a page any more.
func (c *checker) done(data []byte) {
	if uint64(len(data)) == c.meta.pageSize {
		c.idle = append(c.idle, data)
	}
}

func (c *checker) freelist(id uint64) error {
	data, err := c.page(id)
	if err != nil {
		return err
	}
	if native.Uint16(data[8:]) != flagFreelist {
		return damaged("page %d is no freelist", id)
	}
	ids := data[pageHeader:]
	n := uint64(native.Uint16(data[10:]))
	if n == countElsewhere {
		n, ids = native.Uint64(ids), ids[8:]
	}
	if n > uint64(len(ids))/8 {
		return damaged("a freelist of %d pages", n)
	}
	for i := range n {
		if err := c.use(native.Uint64(ids[8*i:])); err != nil {
			return err
		}
	}
	return nil
}

// tree checks the pages below and including id.
func (c *checker) tree(id uint64) error {
	data, err := c.page(id)
	if err != nil {
		return err
	}
	defer c.done(data)
	switch native.Uint16(data[8:]) {
	case flagLeaf:
		return c.leaf(data)
	case flagBranch:
		return c.branch(data)
	}
	return damaged("page %d is neither branch nor leaf", id)
}

func (c *checker) branch(data []byte) error {
	count := int(native.Uint16(data[10:]))
	if count == 0 {
		return damaged("an empty branch")
	}
	for i := range count {
		at := pageHeader + i*branchElem
		if at+branchElem > len(data) {
			return damaged("a branch of %d elements", count)
		}
		e := data[at:]
		if _, err := span(e, native.Uint32(e), native.Uint32(e[4:]), 0); err != nil {
			return err
		}
		if err := c.tree(native.Uint64(e[8:])); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) leaf(data []byte) error {
	if len(data) < pageHeader || native.Uint16(data[8:]) != flagLeaf {
		return damaged("no leaf")
	}
	count := int(native.Uint16(data[10:]))
	for i := range count {
		at := pageHeader + i*leafElem
		if at+leafElem > len(data) {
			return damaged("a leaf of %d elements", count)
		}
		e := data[at:]
		value, err := span(e, native.Uint32(e[4:]), native.Uint32(e[8:]), native.Uint32(e[12:]))
		if err != nil {
			return err
		}
		if native.Uint32(e)&leafIsBucket == 0 {
			continue
		}
		if len(value) < bucketHeader {
			return damaged("a bucket of %d bytes", len(value))
		}
		if root := native.Uint64(value); root != 0 {
			err = c.tree(root)
		} else {
			err = c.leaf(value[bucketHeader:])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// span returns the value of an element whose key and value lie pos bytes after
// its own start.
func span(e []byte, pos, ksize, vsize uint32) ([]byte, error) {
	if ksize == 0 {
		return nil, damaged("an element without a key")
	}
	key := uint64(pos) + uint64(ksize)
	end := key + uint64(vsize)
	if end > uint64(len(e)) {
		return nil, damaged("an element reaches %d bytes past its page", end-uint64(len(e)))
	}
	return e[key:end], nil
}
