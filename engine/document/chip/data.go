package chip

import (
	"bytes"
	"encoding/binary"

	"portico/engine/document/mrz"
)

// MRZ returns the machine-readable zone of DG1.
func (f Files) MRZ() (*mrz.Document, error) {
	body, err := only(f.DG[1], 0x61)
	if err != nil {
		return nil, err
	}
	text, err := find(body, 0x5F1F)
	if err != nil {
		return nil, err
	}
	var width int
	switch len(text) {
	case 90:
		width = 30
	case 72:
		width = 36
	case 88:
		width = 44
	default:
		return nil, malformed("DG1 holds no zone of a known size")
	}
	var lines []string
	for ; len(text) > 0; text = text[width:] {
		lines = append(lines, string(text[:width]))
	}
	d, err := mrz.Parse(lines)
	if err != nil {
		return nil, malformed("DG1 holds no machine-readable zone")
	}
	return d, nil
}

// Sizes of the blocks of a facial record (ISO/IEC 19794-5:2005, 5.4 to 5.8).
const (
	facialHeader = 14
	facialInfo   = 20
	featurePoint = 8
	imageInfo    = 12
)

// Portrait returns the holder's picture in DG2 as the chip has it: a JPEG or a
// JPEG 2000 file.
func (f Files) Portrait() ([]byte, error) {
	body, err := only(f.DG[2], 0x75)
	if err != nil {
		return nil, err
	}
	for _, tag := range []uint32{0x7F61, 0x7F60} {
		if body, err = find(body, tag); err != nil {
			return nil, err
		}
	}
	record, err := find(body, 0x5F2E)
	if err != nil {
		if record, err = find(body, 0x7F2E); err != nil {
			return nil, err
		}
	}
	return facialImage(record)
}

// facialImage returns the picture of the first face of a facial record.
func facialImage(record []byte) ([]byte, error) {
	if len(record) < facialHeader+facialInfo || !bytes.HasPrefix(record, []byte("FAC\x00")) {
		return nil, malformed("DG2 holds no facial record")
	}
	face := record[facialHeader:]
	size := uint64(binary.BigEndian.Uint32(face))
	points := uint64(binary.BigEndian.Uint16(face[4:]))
	start := facialInfo + points*featurePoint + imageInfo
	if size > uint64(len(face)) || start >= size {
		return nil, malformed("the facial record ends early")
	}
	return face[start:size], nil
}

// IsJPEG says whether a portrait is one that package imaging decodes.
func IsJPEG(portrait []byte) bool { return bytes.HasPrefix(portrait, []byte("\xff\xd8\xff")) }
