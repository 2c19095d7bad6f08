package document

// calibration says how often a field that Tesseract read with a confidence is
// right. The points are the shares of right fields, rounded down, among 851
// fields of composites with the seeds 0 to 99 and 1000 to 1069 of
// TestEvalFields, which measures on other seeds; between points it is linear.
var calibration = [...]struct{ read, right float64 }{
	{0, .20}, {.30, .30}, {.50, .50}, {.70, .65}, {.80, .80}, {.86, .95}, {.90, .99}, {1, 1},
}

// freely is the share of fields that are right among those of passports read
// without a template (TestEvalPassports): the place may be wrong as well as
// the reading.
const freely = .87

// calibrated returns the probability that a field read with this confidence is
// right, 0..1.
func calibrated(read float64) float64 {
	for i := 1; i < len(calibration); i++ {
		a, b := calibration[i-1], calibration[i]
		if read <= b.read {
			return a.right + (max(read, a.read)-a.read)/(b.read-a.read)*(b.right-a.right)
		}
	}
	return 1
}
