"""Answers that merchants give often, to begin with; whatever the reader's language, since buyers have theirs."""

ANSWERS = (
    "I am sorry about this. I pay everything back; you need not send anything.",
    "I am sorry about this. Please send the goods back; as soon as they are here I pay everything back.",
    "I am sorry about this. Another one goes out today.",
    "Please show me pictures of the goods and of the parcel, so that I can see what happened.",
    "The parcel was handed over on the way. Please ask in the house and among your neighbours once more.",
    "非常抱歉，我会全额退款，商品您不用寄回。",
    "非常抱歉，请您把商品寄回，收到后马上全额退款。",
    "非常抱歉，今天就给您重新发货。",
    "麻烦您发几张商品和包裹的照片，我们好查看是什么问题。",
    "物流显示包裹已投递，麻烦您再问问家人和邻居。",
)
