package viz

// Complete puts short years into their century, in place: expiry and issue lie in this
// one, unless that made the document older than its holder; birth is the
// latest year before the issue, or before the expiry.
func Complete(found []Found) {
	limit := 0
	for _, name := range []string{dateOfExpiry, dateOfIssue} {
		for i, f := range found {
			d, ok := ParseDate(f.Raw, false)
			if f.Name != name || !ok {
				continue
			}
			if d.Short {
				d.Year += 2000
				if name == dateOfIssue && limit > 0 && d.Year > limit {
					d.Year -= 100
				}
				d.Short = false
			}
			limit = d.Year
			found[i].Value = d.String()
		}
	}
	for i, f := range found {
		d, ok := ParseDate(f.Raw, false)
		if f.Name != dateOfBirth || !ok || !d.Short || limit == 0 {
			continue
		}
		d.Short = false
		d.Year += 2000
		for d.Year >= limit {
			d.Year -= 100
		}
		found[i].Value = d.String()
	}
}
