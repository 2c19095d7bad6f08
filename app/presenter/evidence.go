package presenter

import (
	"image"
	"maps"
	"slices"
	"time"

	"portico/app/screen"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/imaging"
	"portico/engine/onboarding"
)

// order is which fields are listed, and how.
var order = []string{
	document.FullName, document.Surname, document.GivenNames, document.DateOfBirth, document.PlaceOfBirth,
	document.Gender, document.Nationality, document.PersonalNumber, document.Address,
	document.DocumentNumber, document.DateOfIssue, document.DateOfExpiry, document.IssuingAuthority,
	document.IssuingState,
}

// evidence collects what was read and taken. Of a field that several pages
// have, the first page's reading is shown.
func (r *record) evidence() *screen.Evidence {
	now := time.Now()
	e := &screen.Evidence{Note: r.note}
	found := r.p.deps.Engine.InspectDocument(r.customer, now)
	unsure, readings := unsureFields(found), zonesOf(r.customer.Document, found, now)
	seen := map[string]bool{}
	for _, side := range []document.Side{document.Front, document.Back} {
		shown, stored := r.pages[side], r.customer.Document.Pages[side]
		if stored == nil {
			continue
		}
		fields := onboarding.PageFields(&stored.Page, now)
		for _, name := range order {
			f, ok := fields[name]
			if !ok || seen[name] {
				continue
			}
			seen[name] = true
			field := screen.Field{
				Name: name, Value: f.Value, Source: string(f.Source),
				Zones: readings[name], Unsure: slices.Contains(unsure, name), Crop: shown.crops[name],
			}
			if edit := r.customer.Edited(name); edit != nil {
				field.Value, field.Read = edit.Value, f.Value
			}
			e.Fields = append(e.Fields, field)
		}
		e.Pictures = append(e.Pictures, shown.pictures...)
	}
	for _, name := range essential(seen) {
		field := screen.Field{Name: name, Typed: true}
		if edit := r.customer.Edited(name); edit != nil {
			field.Value = edit.Value
		}
		e.Fields = append(e.Fields, field)
	}
	e.Pictures = append(e.Pictures, r.faces...)
	return e
}

// essential lists what a document must say and nothing was read of: somebody
// enters it by hand.
func essential(seen map[string]bool) (missing []string) {
	names := []string{document.Surname, document.GivenNames}
	if seen[document.FullName] {
		names = nil
	}
	for _, name := range append(names, document.DateOfBirth, document.DocumentNumber, document.DateOfExpiry) {
		if !seen[name] {
			missing = append(missing, name)
		}
	}
	return missing
}

// unsureFields are those read with low confidence and those in which the
// zones differ.
func unsureFields(i onboarding.DocumentInspection) []string {
	if i.Visual == nil {
		return nil
	}
	return slices.Concat(i.Visual.OCR.Low, differing(i, document.MRZone), differing(i, document.Barcode))
}

// differing are the fields of which a zone says otherwise than the print.
func differing(i onboarding.DocumentInspection, zone document.Source) []string {
	if i.Visual == nil || i.Visual.Text == nil || i.Visual.Text.With == nil {
		return nil
	}
	with := i.Visual.Text.With.MRZ
	if zone == document.Barcode {
		with = i.Visual.Text.With.Barcodes
	}
	if with == nil || zone == document.VisualZone {
		return nil
	}
	return with.Texts
}

// zonesOf lists, of the fields that several zones have, what each says.
func zonesOf(d *customer.Document, found onboarding.DocumentInspection, now time.Time) map[string][]screen.Zone {
	all := map[string][]screen.Zone{}
	for _, source := range []document.Source{document.VisualZone, document.MRZone, document.Barcode} {
		for _, side := range []document.Side{document.Front, document.Back} {
			page := d.Pages[side]
			if page == nil {
				continue
			}
			for name, f := range onboarding.FieldsOf(&page.Page, source, now) {
				if n := len(all[name]); n == 0 || all[name][n-1].Source != string(source) {
					all[name] = append(all[name], screen.Zone{Source: string(source), Value: f.Value, Differs: slices.Contains(differing(found, source), name)})
				}
			}
		}
	}
	maps.DeleteFunc(all, func(_ string, zones []screen.Zone) bool { return len(zones) < 2 })
	return all
}

// pictureSide is the longer side of a picture beside the data, in pixels.
const pictureSide = 640

// cropHeight is that of a field's cut-out, in pixels; cropMargin is what is seen
// around its letters, in their height.
const (
	cropHeight = 64
	cropMargin = .2
)

// page is what is shown of a page: all that is held of its pictures, which can
// be of eight megapixels, once it is read.
type page struct {
	crops    map[string]image.Image // where the fields were read; none where that is not known
	pictures []screen.Picture
}

// shownOf is what is shown of a page that was read in photo.
func shownOf(out onboarding.PageOutcome, side document.Side, photo *image.RGBA) page {
	p := page{crops: map[string]image.Image{}}
	for name, f := range onboarding.PageFields(&out.Page.Page, time.Now()) {
		if crop := fieldCrop(photo, f.Box); crop != nil {
			p.crops[name] = crop
		}
	}
	add := func(name string, img *image.RGBA) {
		if img != nil {
			small, _ := imaging.Fit(img, pictureSide)
			p.pictures = append(p.pictures, screen.Picture{Name: name, Image: small})
		}
	}
	add(string(side), out.Reading.Rectified)
	add("portrait", out.Reading.Face)
	return p
}

// fieldCrop cuts out where a field was read, upright; nil where that is not
// known.
func fieldCrop(photo *image.RGBA, box *imaging.Quad) image.Image {
	if photo == nil || box == nil {
		return nil
	}
	w, h := imaging.Dist(box[0], box[1]), imaging.Dist(box[0], box[3])
	if w < 1 || h < 1 {
		return nil
	}
	around := func(corner, beside, along int) imaging.Point { // moved away from its neighbours
		c, b, a := box[corner], box[beside], box[along]
		x, y := cropMargin*h/w, cropMargin
		return imaging.Point{X: c.X + (c.X-b.X)*x + (c.X-a.X)*y, Y: c.Y + (c.Y-b.Y)*x + (c.Y-a.Y)*y}
	}
	q := imaging.Quad{around(0, 1, 3), around(1, 0, 2), around(2, 3, 1), around(3, 2, 0)}
	crop, err := imaging.Warp(photo, q, int((w/h+2*cropMargin)/(1+2*cropMargin)*cropHeight), cropHeight)
	if err != nil { // a box without an area shows nothing
		return nil
	}
	return crop
}

// faceCrop cuts out a face with some room around it.
func faceCrop(photo *image.RGBA, box imaging.Quad) image.Image {
	b := box.Bounds()
	crop := imaging.Crop(photo, b.Inset(-b.Dx()/4))
	if crop.Rect.Empty() {
		return photo
	}
	return crop
}
