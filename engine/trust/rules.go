package trust

// Names of the factors.
const (
	DocumentGenuine    = "documentGenuine"
	DocumentNotExpired = "documentNotExpired"
	MRZValid           = "mrzValid"
	DataConsistent     = "dataConsistent"
	OCRConfident       = "ocrConfident"
	PortraitMatch      = "portraitMatch"
	LivenessMatch      = "livenessSelfiesMatch"
	ActiveLiveness     = "activeLiveness"
	PassiveLiveness    = "passiveLiveness"
	AgePlausible       = "agePlausible"
	SelfieAlone        = "selfieAlone"       // one face on the selfie
	SelfieIndependent  = "selfieIndependent" // the selfie is no picture of the document
)

// Thresholds of the standard rules. Each names the measurement it comes from;
// the figures are in docs/figures.md.
const (
	// Similarity is calibrated in engine/face so that face.Threshold is the
	// stated false match rate; the contract's vendor reviews from 0.35 and
	// rejects below 0.325 (SPEC §7), and our map puts our own operating points
	// at the same places.
	rejectSimilarity = 0.325
	reviewSimilarity = 0.35
	// The contract's clients reject active liveness below 0.80 and review
	// below 0.84 (SPEC §4); the challenges map their operating points there.
	rejectLiveness = 0.80
	reviewLiveness = 0.84
	// Passive liveness is weak, so it may only ask for a review. Its score is
	// mapped so that what a tenth of the live pictures it was fitted to miss
	// lies here; BPCER and APCER per source stand in engine/liveness/passive
	// and docs/figures.md.
	reviewPassive = 0.84
	// A document below has at least one authenticity check that flags it.
	rejectGenuine = 0.25
	reviewGenuine = 0.50
)

// Standard returns the rules a kiosk starts with. hasMRZ says whether the
// document's type carries a machine-readable zone, or one was seen.
func Standard(hasMRZ bool) []Rule {
	return []Rule{
		{
			Factor: DocumentGenuine, Required: true, RejectBelow: rejectGenuine, ReviewBelow: reviewGenuine,
			Missing: "the authenticity of not every page could be checked",
			Bad:     "the document shows signs of a copy, a screen or a manipulation",
		},
		{
			Factor: DocumentNotExpired, Required: true, IfFalse: Failed,
			Missing: "no expiry date was read",
			Bad:     "the document has expired",
		},
		{
			Factor: MRZValid, Required: hasMRZ, IfFalse: Failed,
			Missing: "the machine-readable zone was not read",
			Bad:     "the machine-readable zone is not valid",
		},
		{
			Factor: DataConsistent, IfFalse: NeedsReview,
			Missing: "nothing to compare the printed data with",
			Bad:     "the printed data and the machine-readable zone differ",
		},
		{
			Factor: OCRConfident, IfFalse: NeedsReview,
			Missing: "no printed data was read",
			Bad:     "some printed data was read with low confidence",
		},
		{
			Factor: PortraitMatch, Required: true, RejectBelow: rejectSimilarity, ReviewBelow: reviewSimilarity,
			Missing: "the selfie was not compared with the document's portrait",
			Bad:     "the selfie and the document's portrait do not show the same person",
		},
		{
			Factor: LivenessMatch, RejectBelow: rejectSimilarity, ReviewBelow: reviewSimilarity,
			Missing: "there are no liveness pictures to compare the selfie with",
			Bad:     "the selfie and the liveness pictures do not show the same person",
		},
		{
			Factor: ActiveLiveness, Required: true, RejectBelow: rejectLiveness, ReviewBelow: reviewLiveness,
			Missing: "no active liveness challenge was evaluated",
			Bad:     "the active liveness challenge was not passed",
		},
		{
			Factor: PassiveLiveness, ReviewBelow: reviewPassive,
			Missing: "passive liveness was not evaluated",
			Bad:     "the selfie may not have been taken from a live face",
		},
		{
			Factor: AgePlausible, IfFalse: NeedsReview,
			Missing: "the apparent age was not compared",
			Bad:     "the apparent age is far from the date of birth",
		},
		{
			Factor: SelfieAlone, IfFalse: NeedsReview,
			Missing: "there is no selfie",
			Bad:     "the selfie shows more than one face",
		},
		{
			Factor: SelfieIndependent, IfFalse: NeedsReview,
			Missing: "the selfie was not compared with the document's portrait",
			Bad:     "the selfie is so like the portrait that it may be a picture of the document",
		},
	}
}
