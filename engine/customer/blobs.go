package customer

import "strconv"

func blobName(n int) Blob { return Blob("b" + strconv.Itoa(n)) }

// Blobs returns the names of all blobs the record refers to. A Store may
// erase any other.
func (c *Customer) Blobs() []Blob {
	var names []Blob
	for _, b := range c.references() {
		names = append(names, *b)
	}
	return names
}

// references returns where the record names a blob.
func (c *Customer) references() []*Blob {
	var all []*Blob
	add := func(b *Blob) {
		if *b != "" {
			all = append(all, b)
		}
	}
	if c.Selfie != nil {
		add(&c.Selfie.Image)
	}
	if c.Liveness != nil {
		for i := range c.Liveness.Selfies {
			add(&c.Liveness.Selfies[i].Image)
		}
		for i := range c.Liveness.Takes {
			add(&c.Liveness.Takes[i].Sealed)
		}
	}
	if c.Document != nil {
		for _, p := range c.Document.Pages {
			add(&p.Photo)
			add(&p.Normalized)
			add(&p.Face)
		}
		if c.Document.Chip != nil {
			add(&c.Document.Chip.Data)
			add(&c.Document.Chip.Portrait)
		}
	}
	return all
}
