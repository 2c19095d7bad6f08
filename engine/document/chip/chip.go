// Package chip reads what was read out of a travel document's chip (ICAO Doc
// 9303-10 and -11): the files of its logical data structure, the holder's data
// and portrait in them, and whether an authority signed them.
//
// All input is hostile until Authenticate says otherwise: nothing is parsed
// deeper or larger than its format needs. The package performs no I/O and keeps
// nothing. Certificates are compared by their bytes; no revocation is checked.
package chip

import (
	"bytes"
	"errors"
	"fmt"
)

// Magic begins a container, whose format is docs/design/chip-container.md.
const Magic = "PCC1"

// Limits of a container and its parts.
const (
	MostBytes = 4 << 20 // of a container; DG2 is 15 to 50 kB, fingers and irises the same each
	mostDepth = 12      // of nested elements; a signed object has 9
)

// ErrParse says that the bytes are not what they should be. Callers compare
// with errors.Is.
var ErrParse = errors.New("malformed chip data")

// Files are the elementary files of a chip, each with its own tag and length.
type Files struct {
	DG     map[int][]byte // data groups by number, 1 to 16
	SOD    []byte         // security object; nil: not read
	COM    []byte         // index; nil: not read
	Answer []byte         // to the challenge of active authentication; nil: not read
}

const (
	tagCOM    = 0x60
	tagSOD    = 0x77
	tagDG14   = 0x6E // keys of chip authentication
	tagDG15   = 0x6F // key of active authentication
	tagAnswer = 0xC0 // ours
)

// groups are the data groups by tag (ICAO Doc 9303-10, 4.6).
var groups = map[uint32]int{
	0x61: 1, 0x75: 2, 0x63: 3, 0x76: 4, 0x65: 5, 0x66: 6, 0x67: 7, 0x68: 8,
	0x69: 9, 0x6A: 10, 0x6B: 11, 0x6C: 12, 0x6D: 13, 0x6E: 14, 0x6F: 15, 0x70: 16,
}

// Parse splits a container into its files. They alias data.
func Parse(data []byte) (Files, error) {
	rest, ok := bytes.CutPrefix(data, []byte(Magic))
	if !ok || len(data) > MostBytes || len(rest) == 0 {
		return Files{}, fmt.Errorf("%w: no container of at most %d bytes", ErrParse, MostBytes)
	}
	f := Files{DG: map[int][]byte{}}
	for len(rest) > 0 {
		e, after, err := next(rest)
		if err != nil {
			return Files{}, err
		}
		file := rest[:len(rest)-len(after)]
		if err := f.put(e, file); err != nil {
			return Files{}, err
		}
		rest = after
	}
	return f, nil
}

func (f *Files) put(e element, file []byte) error {
	n, isGroup := groups[e.tag]
	switch {
	case isGroup && f.DG[n] == nil:
		f.DG[n] = file
	case e.tag == tagSOD && f.SOD == nil:
		f.SOD = file
	case e.tag == tagCOM && f.COM == nil:
		f.COM = file
	case e.tag == tagAnswer && f.Answer == nil:
		f.Answer = e.body
	default:
		return fmt.Errorf("%w: file %#x is unknown or there twice", ErrParse, e.tag)
	}
	return nil
}

// index returns the tags of the files that there are, nil where EF.COM does
// not say so.
func (f Files) index() []byte {
	body, err := only(f.COM, tagCOM)
	if err != nil {
		return nil
	}
	if version, err := find(body, 0x5F01); err != nil || len(version) != 4 {
		return nil
	}
	list, err := find(body, 0x5C)
	if err != nil {
		return nil
	}
	return list
}
