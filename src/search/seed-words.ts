/** Words whose neighbours are worth keeping in the table of word vectors, rare or not. */
export const seedWords: readonly string[] = `
ache achilles acupuncture aftercare allergic anaesthetic ankle antibiotics anticoagulant
appointment arthritis aspirin asthma bandage bleeding blister booking breathless bruise bruising
calf cancellation cartilage chat cheap chiropractor clinic collapsed complaint compress cortisone
cramp cramping crutches cycling deductible diabetes diagnosis diclofenac dizzy doctor eczema elbow
email epilepsy exercise exercises faint fasciitis fatigue fever foot fracture gluteal groin gym
hamstring headache heel herniated hip hobble hurts hydrate ibuprofen infection inflammation
injection injury insoles insurance itchy jogging kneecap knee laser ligament limp lump marathon
massage medication menstrual migraine mileage morphine muscle muscles naproxen nausea neck needle
needles needling nerve numb numbness nurse ointment opioid orthopaedic osteopath oestrogen
pacemaker painful painkillers paracetamol parking patient pelvic phobia phone physio
physiotherapist physiotherapy pilates plantar prednisone pregnancy pregnant prescription price
pricks psoriasis quadriceps rash receipt referral refund rehab rehabilitation relapse reschedule
running rupture salbutamol sauna scan scar sciatica seizure shin shockwave shoes shorts shoulder
shower skin sleep soreness spasm spine sprain sprint squats steroid stiff stiffness stinging
strain stretching stroke surgeon surgery sweating swelling swimming swollen symptoms tablets
tattoo tears tendinitis tendon tennis therapist tingling tired toe treadmill treatment trigger
triathlon twitch twitching ultrasound unwell vaccine vein vitamins vomiting walking warfarin
weakness wheelchair whatsapp workout wrist yoga awful awesome bloke cheers dunno freaking gonna
haha hello hey honestly idiot kinda lol mate ok okay pizza recipe scared sorry stupid thanks
weather whatever wondering worried yeah
`
  .trim()
  .split(/\s+/);
