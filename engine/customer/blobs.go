package customer

import "strconv"

func blobName(n int) Blob { return Blob("b" + strconv.Itoa(n)) }

// Blobs returns the names of all blobs the record refers to. A Store may
// erase any other.
func (c *Customer) Blobs() []Blob {
	var names []Blob
	add := func(b Blob) {
		if b != "" {
			names = append(names, b)
		}
	}
	if c.Selfie != nil {
		add(c.Selfie.Image)
	}
	if c.Liveness != nil {
		for _, s := range c.Liveness.Selfies {
			add(s.Image)
		}
	}
	if c.Document != nil {
		for _, p := range c.Document.Pages {
			add(p.Photo)
			add(p.Normalized)
			add(p.Face)
		}
		if c.Document.Chip != nil {
			add(c.Document.Chip.Data)
			add(c.Document.Chip.Portrait)
		}
	}
	return names
}
