package trust

// Names of the factors that the engine has evidence of.
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
	AgeDifference      = "ageDifference"     // years between the apparent and the documented age
	SelfieAlone        = "selfieAlone"       // one face on the selfie
	SelfieIndependent  = "selfieIndependent" // the selfie is no picture of the document
)

// kind is what evidence of a factor is.
type kind int

const (
	isFlag  kind = iota + 1
	isScore      // 0..1
	isYears
)

// factors are all there is evidence of. Whoever writes a rule for another
// has misspelt it.
var factors = map[string]kind{
	DocumentGenuine: isScore, PortraitMatch: isScore, LivenessMatch: isScore, ActiveLiveness: isScore, PassiveLiveness: isScore,
	DocumentNotExpired: isFlag, MRZValid: isFlag, DataConsistent: isFlag, OCRConfident: isFlag, AgePlausible: isFlag,
	SelfieAlone: isFlag, SelfieIndependent: isFlag,
	AgeDifference: isYears,
}

// Standard returns the rules a kiosk starts with. hasMRZ says whether the
// document's type carries a machine-readable zone, or one was seen.
func Standard(hasMRZ bool) []Rule { return StandardSet().Rules(hasMRZ) }
