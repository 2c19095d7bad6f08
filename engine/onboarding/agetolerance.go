package onboarding

// ageTolerance is the difference in years between apparent and documented age
// from which a clerk should look, by the documented age. The contract's vendor
// reviews from 15 years; where 5 % of the estimates for truthful people are
// farther off than that (TestEvalAgeAndGender, the calibrating half), the
// tolerance is what 95 % of them keep to.
var ageTolerance = []struct{ from, years int }{{70, 37}, {50, 27}, {30, 16}, {0, 15}}

// AgeTolerance returns the difference in years between apparent and documented
// age from which a selfie is reviewed, for somebody of age years by the
// document.
func AgeTolerance(age int) int {
	for _, band := range ageTolerance {
		if age >= band.from {
			return band.years
		}
	}
	return ageTolerance[len(ageTolerance)-1].years
}
