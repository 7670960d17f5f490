"""Categories of goods: slugs in documents; those that are common have names, by which they are found as well."""

NAMES: dict[str, dict[str, str]] = {
    "art": {"en": "Art", "zh": "艺术品"},
    "bags": {"en": "Bags", "zh": "箱包"},
    "beauty": {"en": "Beauty", "zh": "美妆"},
    "books": {"en": "Books", "zh": "图书"},
    "clothing": {"en": "Clothing", "zh": "服饰"},
    "electronics": {"en": "Electronics", "zh": "数码"},
    "food": {"en": "Food", "zh": "食品"},
    "garden": {"en": "Garden", "zh": "园艺"},
    "home": {"en": "Home", "zh": "家居"},
    "jewellery": {"en": "Jewellery", "zh": "珠宝首饰"},
    "kitchen": {"en": "Kitchen", "zh": "厨房"},
    "other": {"en": "Others", "zh": "其他"},
    "shoes": {"en": "Shoes", "zh": "鞋靴"},
    "sports": {"en": "Sports", "zh": "运动"},
    "stationery": {"en": "Stationery", "zh": "文具"},
    "tableware": {"en": "Tableware", "zh": "餐具茶具"},
    "tea": {"en": "Tea", "zh": "茶叶"},
    "toys": {"en": "Toys", "zh": "玩具"},
}


def names_of(category: str) -> list[str]:
    """The names of a category in all languages; none of one that a merchant made up."""
    return list(NAMES.get(category, {}).values())
