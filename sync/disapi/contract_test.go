package disapi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
)

// wire lists every body and part of a body, so that none escapes the test.
var wire = []any{
	disapi.ActuatorHealth{},
	disapi.ActuatorInfo{},
	disapi.Barcode{},
	disapi.Base64ImageDto{},
	disapi.BiometricMultiValueAttribute{},
	disapi.BuildInfo{},
	disapi.ComponentStatus{},
	disapi.CreateCustomerLivenessRecordResponse{},
	disapi.CreateCustomerLivenessResponse{},
	disapi.CreateCustomerLivenessSelfieRequest{},
	disapi.CreateCustomerLivenessSelfieResponse{},
	disapi.CreateCustomerResponse{},
	disapi.CreateDocumentChipDataResponse{},
	disapi.CreateDocumentChipResponse{},
	disapi.CreateDocumentPageRequest{},
	disapi.CreateDocumentPageResponse{},
	disapi.CreateDocumentRequest{},
	disapi.CreateDocumentResponse{},
	disapi.CreateFaceRequest{},
	disapi.CreateFaceResponse{},
	disapi.CreatePalmRequest{},
	disapi.CreatePalmResponse{},
	disapi.CreateSelfieRequest{},
	disapi.CreateSelfieResponse{},
	disapi.CreateSessionRequest{},
	disapi.CreateSessionResponse{},
	disapi.CustomerDocumentLinks{},
	disapi.CustomerDocument{},
	disapi.CustomerInspectDiscloseResponse{},
	disapi.CustomerSelfieOrigin{},
	disapi.CustomerStoreRequest{},
	disapi.CropCoordinatesResponse{},
	disapi.Customer{},
	disapi.DocumentAdvice{},
	disapi.DocumentClassificationAdvice{},
	disapi.DocumentCoordinates{},
	disapi.DocumentDetection{},
	disapi.DocumentMetadataResponse{},
	disapi.DocumentPageAdvice{},
	disapi.DocumentPageClassificationAdvice{},
	disapi.DocumentPageQuality{},
	disapi.DocumentPortraitDisclose{},
	disapi.DocumentType{},
	disapi.Document{},
	disapi.ErrorResponse{},
	disapi.EvaluateCustomerLivenessRequest{},
	disapi.EvaluateCustomerLivenessResponse{},
	disapi.EvaluateExtendedLivenessRequest{},
	disapi.EvaluateExtendedLivenessResponse{},
	disapi.EyeGazeChallengeDetails{},
	disapi.FaceAspectsResponse{},
	disapi.FaceDetectionProperties{},
	disapi.FaceAttribute{},
	disapi.FaceDetection{},
	disapi.FaceMaskResponse{},
	disapi.FaceQualityResponse{},
	disapi.GlassesResponse{},
	disapi.FaceSimilarityRequest{},
	disapi.FaceSimilarityResponse{},
	disapi.FaceSizeRatio{},
	disapi.FaceTemplateResponse{},
	disapi.GetCustomerResponse{},
	disapi.GetDocumentChipDataResponse{},
	disapi.HeadPoseAttribute{},
	disapi.IFaceInfo{},
	disapi.IfaceLicense{},
	disapi.ImageCrop{},
	disapi.Image{},
	disapi.Links{},
	disapi.LivenessChallengeResponse{},
	disapi.LivenessRecordLinks{},
	disapi.LivenessRecordSelfie{},
	disapi.LivenessSelfieOrigin{},
	disapi.LivenessSelfiesDisclose{},
	disapi.LivenessSelfie{},
	disapi.MetadataDocumentType{},
	disapi.Mrz{},
	disapi.MultiValueAttributeWithoutMrz{},
	disapi.MultiValueAttribute{},
	disapi.PageMetadata{},
	disapi.PalmSimilarityRequest{},
	disapi.Point{},
	disapi.Portrait{},
	disapi.QualityCheckDetail{},
	disapi.QualityDetails{},
	disapi.RetrieveLivenessSelfiesResponse{},
	disapi.Roi{},
	disapi.SamInfo{},
	disapi.SelfieFromLivenessRecord{},
	disapi.SelfieInspectionDisclose{},
	disapi.SelfieOrigin{},
	disapi.SelfieSimilarityWithDisclose{},
	disapi.Td1MrzCheckDigitsValidity{},
	disapi.Td1Mrz{},
	disapi.Td2MrzCheckDigitsValidity{},
	disapi.Td2Mrz{},
	disapi.Td3MrzCheckDigitsValidity{},
	disapi.Td3Mrz{},
	disapi.TextField{},
}

// notOnTheWire are exported structs that are no schema of the contract.
var notOnTheWire = []string{"Limits", "Route", "MrzFields", "MrzChecks"}

func TestTypesAreTheContracts(t *testing.T) {
	c := contracttest.Need(t)
	for _, v := range wire {
		if err := c.Type(reflect.TypeOf(v)); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryTypeIsListed(t *testing.T) {
	known := slices.Clone(notOnTheWire)
	for _, v := range wire {
		known = append(known, reflect.TypeOf(v).Name())
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if _, isStruct := spec.Type.(*ast.StructType); isStruct && spec.Name.IsExported() && !slices.Contains(known, spec.Name.Name) {
				t.Errorf("%s is not held against the contract: add it to the list", spec.Name.Name)
			}
			return false
		})
	}
}

func TestRoutesAreTheContracts(t *testing.T) {
	c := contracttest.Need(t)
	theirs := map[disapi.Route]bool{}
	for path, methods := range c.Paths {
		for method, op := range methods {
			theirs[disapi.Route{Operation: op.ID, Method: strings.ToUpper(method), Path: path}] = true
		}
	}
	for _, r := range disapi.Routes() {
		if !theirs[r] {
			t.Errorf("the contract has no %+v", r)
		}
		delete(theirs, r)
	}
	for r := range theirs {
		t.Errorf("missing: %+v", r)
	}
}
